"""What the recorded trade says of the parameters, and whether it says anything at all."""
