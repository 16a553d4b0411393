// Nothing: precompiled headers need a translation unit to belong to.
