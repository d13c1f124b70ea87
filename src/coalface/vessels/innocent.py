"""The best innocent explanation of each kind of finding, in the words of evidence and sentence."""

__all__ = ["ELSEWHERE", "SEEN_OTHERWISE", "UNSEEN_OTHERWISE", "USUAL_NEIGHBOUR", "WAITING"]

#: Of a meeting of two ships.
USUAL_NEIGHBOUR = "a usual neighbour of this place"
#: Of a ship that lingers alone.
WAITING = "waiting, fishing or repair"
#: Of a call that was seen, and of one inferred within a silence.
SEEN_OTHERWISE = "waiting or passing slowly"
UNSEEN_OTHERWISE = "no call: slow passage or waiting at sea"
#: Of a voyage.
ELSEWHERE = "another way, or calls elsewhere that were not seen"
