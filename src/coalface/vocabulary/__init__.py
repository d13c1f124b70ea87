"""The field's words as small frozen types. No data frames here."""
