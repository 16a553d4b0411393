module chapter

go 1.19
