"""From mentions to claims: one module a kind, each reading cues and amounts of one clause."""
