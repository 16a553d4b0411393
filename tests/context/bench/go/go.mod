module kata/bench

go 1.19
