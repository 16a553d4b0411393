// Answers nothing. Caught by: Answer.is_that_of_life
int answer() { return 0; }
