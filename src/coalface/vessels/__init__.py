"""What moved: from AIS messages to gaps, meetings, calls and voyages, each with its evidence."""
