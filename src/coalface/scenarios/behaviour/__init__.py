"""The rules of a month: one idea a module, each a pure function over arrays, draw axis first.

A rule reads the state and the balances and gives new arrays. It never writes in place, and money
moves only when `month.py` hands what the rules gave to the ledger.
"""
