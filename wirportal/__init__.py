"""WIR-Portal: from the paper form of the programme WIR to a living plan."""
