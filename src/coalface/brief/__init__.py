"""WHAT A READER SEES: figures, sections, the page, the PDF and the bundle.

Everything here is a pure function of a `coalface.brief.model.Brief`: tables and results come in,
bytes go out, and the same input gives the same bytes.
"""
