// What Go's contexts cost, row by row as in ../context_bench.cpp. Go's own benchmarks of the package
// (go test -bench . context) are run beside these by ../compare.py.
package bench

import (
	"context"
	"fmt"
	"runtime"
	"sort"
	"testing"
	"time"
)

func perOp(b *testing.B, elapsed time.Duration, ops int) {
	b.ReportMetric(float64(elapsed.Nanoseconds())/float64(ops), "ns/op")
}

func batchesOf(size int) int {
	if size > 10000 {
		return 1
	}
	return 10000 / size
}

func Benchmark_derive_and_cancel(b *testing.B) {
	parent, cancelParent := context.WithCancel(context.Background())
	defer cancelParent()
	for i := 0; i < b.N; i++ {
		_, cancel := context.WithCancel(parent)
		cancel()
	}
}

func fanOut(b *testing.B, children int, withDone bool) {
	families := batchesOf(children)
	var elapsed time.Duration
	for i := 0; i < b.N; i++ {
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
		elapsed += time.Since(start)
		for _, cancel := range all {
			cancel()
		}
	}
	perOp(b, elapsed, b.N*families*children)
}

func Benchmark_fan_out_cancel(b *testing.B) {
	for n := 10; n <= 100000; n *= 10 {
		n := n
		b.Run(fmt.Sprintf("plain/%d", n), func(b *testing.B) { fanOut(b, n, false) })
		b.Run(fmt.Sprintf("with_done/%d", n), func(b *testing.B) { fanOut(b, n, true) })
	}
}

func Benchmark_chain_cancel(b *testing.B) {
	for depth := 10; depth <= 1000000; depth *= 10 {
		depth := depth
		b.Run(fmt.Sprint(depth), func(b *testing.B) {
			chains := batchesOf(depth)
			var elapsed time.Duration
			for i := 0; i < b.N; i++ {
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
				elapsed += time.Since(start)
				for _, cancel := range all {
					cancel()
				}
			}
			perOp(b, elapsed, b.N*chains*depth)
		})
	}
}

func Benchmark_chain_life(b *testing.B) {
	for depth := 10; depth <= 100000; depth *= 10 {
		depth := depth
		b.Run(fmt.Sprint(depth), func(b *testing.B) {
			start := time.Now()
			for i := 0; i < b.N; i++ {
				cancels := make([]context.CancelFunc, 0, depth)
				ctx := context.Background()
				for k := 0; k < depth; k++ {
					var cancel context.CancelFunc
					ctx, cancel = context.WithCancel(ctx)
					cancels = append(cancels, cancel)
				}
				cancels[0]()
			}
			perOp(b, time.Since(start), b.N*depth)
		})
	}
}

var over bool

func Benchmark_is_canceled(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	b.Run("live", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			over = ctx.Err() != nil
		}
	})
	cancel()
	b.Run("ended", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			over = ctx.Err() != nil
		}
	})
}

// Go 1.19 has no AfterFunc yet: a call on cancellation is a goroutine that selects.
func callOnAndOff(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for i := 0; i < b.N; i++ {
		stop := make(chan struct{})
		go func() {
			select {
			case <-ctx.Done():
			case <-stop:
			}
		}()
		close(stop)
	}
}

func Benchmark_callback_on_and_off(b *testing.B)   { callOnAndOff(b) }
func Benchmark_after_func_on_and_off(b *testing.B) { callOnAndOff(b) }

func tenTimeouts(cancels []context.CancelFunc) {
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
			cancels := make([]context.CancelFunc, 10)
			start := time.Now()
			for i := 0; i < b.N; i++ {
				tenTimeouts(cancels)
			}
			perOp(b, time.Since(start), b.N*10)
			b.StopTimer()
			for _, cancel := range all {
				cancel()
			}
		})
	}
	b.Run("0/threads:2", func(b *testing.B) {
		start := time.Now()
		b.RunParallel(func(pb *testing.PB) {
			cancels := make([]context.CancelFunc, 10)
			for pb.Next() {
				tenTimeouts(cancels)
			}
		})
		perOp(b, time.Since(start), b.N*10)
	})
}

type key int

func Benchmark_value_miss(b *testing.B) {
	for _, depth := range []int{10, 100} {
		ctx := context.Background()
		for i := 0; i < depth; i++ {
			ctx = context.WithValue(ctx, key(i), i)
		}
		b.Run(fmt.Sprint(depth), func(b *testing.B) {
			for i := 0; i < b.N; i++ {
				over = ctx.Value(key(-1)) != nil
			}
		})
	}
}

// The waiter has a thread of its own, as in C++; the median, as there.
func Benchmark_wake_up(b *testing.B) {
	took := make([]int, 0, 2000)
	for i := 0; i < 2000; i++ {
		ctx, cancel := context.WithCancel(context.Background())
		awake := make(chan time.Time)
		go func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			<-ctx.Done()
			at := time.Now()
			awake <- at
		}()
		time.Sleep(200 * time.Microsecond)
		start := time.Now()
		cancel()
		at := <-awake
		took = append(took, int(at.Sub(start)))
	}
	sort.Ints(took)
	b.ReportMetric(float64(took[len(took)/2]), "ns/op")
}
