# Its tests hold threads where they allocate, and the stage allocates where it passes a point.
set(without_points ON)
