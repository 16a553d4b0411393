#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <semaphore>

/// Code as answers have it, right and wrong, for threads that meet: compiled as answers are.
namespace racing {

/// Looks, and takes if it was free. Two may both find it so.
bool takes_if_free(bool& taken);
bool takes_if_free(std::atomic<bool>& taken);
/// One finds it so.
bool takes_under_a_mutex(bool& taken, std::mutex& mutex);
bool takes_by_exchange(std::atomic<bool>& taken);
bool takes_under_a_spin_lock(bool& taken, std::atomic_flag& lock);

/// Looks twice: between the looks it may be gone.
bool is_there_twice(std::atomic<bool>& there);
void takes_away(std::atomic<bool>& there);
/// Each waits for the other's word, politely.
void waits_politely_for(std::atomic<int>& number);
void yields_and_then_says(std::atomic<int>& number);

/// Something that one waits for and another brings.
struct Parcel {
  std::mutex mutex;
  std::condition_variable arrived;
  std::atomic<bool> is_here = false;
  std::atomic<int> number = 0;
};

void waits_for(Parcel& parcel);
/// The same, and then does it with the mutex.
void waits_and_then(Parcel& parcel, const std::function<void()>& with_the_mutex);
void brings_to_all(Parcel& parcel);
void brings(Parcel& parcel);
/// Says so without the mutex: between the look of one who waits and their sleep it goes unheard.
void brings_without_the_mutex(Parcel& parcel);

/// Freed by one, while the other may still look into it.
struct ParcelWithoutShares {
  std::atomic<Parcel*> there = nullptr;
};
bool looks_into(ParcelWithoutShares& parcel);
void frees(ParcelWithoutShares& parcel);
/// The last who drops it frees it.
std::shared_ptr<Parcel> a_parcel();
void looks_into(Parcel& parcel);
void drops(std::shared_ptr<Parcel>& parcel);

void releases(std::binary_semaphore& semaphore);
void acquires_and_deletes(std::binary_semaphore* semaphore);
void frees_twice(bool* one);

void waits_for_the_number(Parcel& parcel);
void brings_the_number(Parcel& parcel);

/// Two threads of its own that run `body`: a std::thread each, or a pthread each.
void twice(const std::function<void()>& body);
void twice_in_c(void (*body)(void*), void* argument);

/// As long as it lives, a thread of its own waits in it; who destroys it waits for that.
std::shared_ptr<void> a_waiting_thread();

/// That many threads, which are joined, count to `number`.
void together(int threads, std::atomic<int>& number);

/// Forks; the child takes and is gone.
void forks(bool& taken);
/// Passes that many points.
void counts_to(std::atomic<int>& counter, int number);
/// Increments by an instruction that no compiler sees.
void increments_in_assembly(int& number);

}  // namespace racing
