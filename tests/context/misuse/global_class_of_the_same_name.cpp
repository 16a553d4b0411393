// expect: redeclared as different kind of|redefinition of .*context
// A name can't be a namespace and a class. Put the class into a namespace of its own.
class context {};

#include "context/context.h"

int main() {}
