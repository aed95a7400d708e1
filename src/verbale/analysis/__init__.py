"""Relations, balance, camps and polarization: pure functions of arrays."""
