int answer() { return 0; }
