// What Go's contexts cost, row by row as in ../context_bench.cpp, and measured like it: the median
// of many short windows. Run with -benchtime=1x: a row knows how many windows it wants. Go's own
// benchmarks of the package are run beside these by ../compare.py.
package bench

import (
	"context"
	"fmt"
	"runtime"
	"sort"
	"sync"
	"testing"
	"time"
)

const few, many = 15, 200

func median(values []float64) float64 {
	sort.Float64s(values)
	return values[len(values)/2]
}

func windows(b *testing.B, count, operations int, window func() time.Duration) {
	taken := make([]float64, count)
	for i := range taken {
		taken[i] = float64(window()) / float64(operations)
	}
	b.ReportMetric(median(taken), "ns/op")
}

func thousand(operation func()) time.Duration {
	start := time.Now()
	for i := 0; i < 1000; i++ {
		operation()
	}
	return time.Since(start)
}

func repeat(b *testing.B, operation func()) {
	windows(b, many, 1000, func() time.Duration { return thousand(operation) })
}

func batchesOf(size int) int {
	if size > 10000 {
		return 1
	}
	return 10000 / size
}

func sizes(b *testing.B, prefix string, row func(b *testing.B, size int)) {
	for size := 10; size <= 100000; size *= 10 {
		size := size
		b.Run(fmt.Sprint(prefix, size), func(b *testing.B) { row(b, size) })
	}
}

func Benchmark_derive_and_cancel(b *testing.B) {
	parent, cancelParent := context.WithCancel(context.Background())
	defer cancelParent()
	repeat(b, func() {
		_, cancel := context.WithCancel(parent)
		cancel()
	})
}

func fanOut(b *testing.B, children int, withDone bool) {
	families := batchesOf(children)
	windows(b, few, families*children, func() time.Duration {
		parents := make([]context.CancelFunc, families)
		all := make([]context.CancelFunc, 0, families*children)
		for f := range parents {
			parent, cancelParent := context.WithCancel(context.Background())
			parents[f] = cancelParent
			for k := 0; k < children; k++ {
				ctx, cancel := context.WithCancel(parent)
				if withDone {
					ctx.Done()
				}
				all = append(all, cancel)
			}
		}
		start := time.Now()
		for _, cancel := range parents {
			cancel()
		}
		elapsed := time.Since(start)
		runtime.KeepAlive(all)
		return elapsed
	})
}

func Benchmark_fan_out_cancel(b *testing.B) {
	sizes(b, "plain/", func(b *testing.B, size int) { fanOut(b, size, false) })
	sizes(b, "with_done/", func(b *testing.B, size int) { fanOut(b, size, true) })
}

func Benchmark_chain_cancel(b *testing.B) {
	sizes(b, "", func(b *testing.B, depth int) {
		chains := batchesOf(depth)
		windows(b, few, chains*depth, func() time.Duration {
			tops := make([]context.CancelFunc, chains)
			all := make([]context.CancelFunc, 0, chains*depth)
			for c := range tops {
				ctx, cancel := context.WithCancel(context.Background())
				tops[c] = cancel
				for k := 1; k < depth; k++ {
					ctx, cancel = context.WithCancel(ctx)
					all = append(all, cancel)
				}
			}
			start := time.Now()
			for _, cancel := range tops {
				cancel()
			}
			elapsed := time.Since(start)
			runtime.KeepAlive(all)
			return elapsed
		})
	})
}

func Benchmark_chain_life(b *testing.B) {
	sizes(b, "", func(b *testing.B, depth int) {
		chains := batchesOf(depth)
		windows(b, few, chains*depth, func() time.Duration {
			start := time.Now()
			for c := 0; c < chains; c++ {
				cancels := make([]context.CancelFunc, 0, depth)
				ctx := context.Background()
				for k := 0; k < depth; k++ {
					var cancel context.CancelFunc
					ctx, cancel = context.WithCancel(ctx)
					cancels = append(cancels, cancel)
				}
				cancels[0]()
			}
			return time.Since(start)
		})
	})
}

var over bool

func Benchmark_is_canceled(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	b.Run("live", func(b *testing.B) { repeat(b, func() { over = ctx.Err() != nil }) })
	cancel()
	b.Run("ended", func(b *testing.B) { repeat(b, func() { over = ctx.Err() != nil }) })
}

// Go 1.19 has no AfterFunc yet: a call on cancellation is a goroutine that selects.
func callOnAndOff(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	repeat(b, func() {
		stop := make(chan struct{})
		go func() {
			select {
			case <-ctx.Done():
			case <-stop:
			}
		}()
		close(stop)
	})
}

func Benchmark_callback_on_and_off(b *testing.B)   { callOnAndOff(b) }
func Benchmark_after_func_on_and_off(b *testing.B) { callOnAndOff(b) }

func tenTimeouts() {
	var cancels [10]context.CancelFunc
	for i := range cancels {
		_, cancels[i] = context.WithTimeout(context.Background(), time.Hour)
	}
	for _, cancel := range cancels {
		cancel()
	}
}

func Benchmark_timeouts(b *testing.B) {
	for _, live := range []int{0, 100000, 1000000} {
		live := live
		b.Run(fmt.Sprint(live), func(b *testing.B) {
			all := make([]context.CancelFunc, live)
			for i := range all {
				_, all[i] = context.WithTimeout(context.Background(), time.Hour)
			}
			windows(b, many, 1000, func() time.Duration {
				start := time.Now()
				for i := 0; i < 100; i++ {
					tenTimeouts()
				}
				return time.Since(start)
			})
			for _, cancel := range all {
				cancel()
			}
		})
	}
}

func Benchmark_timeouts_on_two_threads(b *testing.B) {
	var lock sync.Mutex
	var both sync.WaitGroup
	var taken []float64
	for thread := 0; thread < 2; thread++ {
		both.Add(1)
		go func() {
			defer both.Done()
			own := make([]float64, many)
			for i := range own {
				own[i] = float64(thousand(tenTimeouts)) / 1000 / 10 / 2
			}
			lock.Lock()
			taken = append(taken, own...)
			lock.Unlock()
		}()
	}
	both.Wait()
	b.ReportMetric(median(taken), "ns/op")
}

type key int

func Benchmark_value_miss(b *testing.B) {
	for _, depth := range []int{10, 100} {
		ctx := context.Background()
		for i := 0; i < depth; i++ {
			ctx = context.WithValue(ctx, key(i), i)
		}
		b.Run(fmt.Sprint(depth), func(b *testing.B) {
			repeat(b, func() { over = ctx.Value(key(-1)) != nil })
		})
	}
}

// The waiter has a thread of its own, as in C++.
func Benchmark_wake_up(b *testing.B) {
	windows(b, 1000, 1, func() time.Duration {
		ctx, cancel := context.WithCancel(context.Background())
		awake := make(chan time.Time)
		go func() {
			runtime.LockOSThread()
			<-ctx.Done()
			at := time.Now()
			runtime.UnlockOSThread()
			awake <- at
		}()
		time.Sleep(200 * time.Microsecond)
		start := time.Now()
		cancel()
		return (<-awake).Sub(start)
	})
}
