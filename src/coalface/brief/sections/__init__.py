"""The blocks of the brief, one file a block, each built from tables and results."""
