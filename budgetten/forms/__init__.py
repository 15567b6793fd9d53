"""Forms about money: they check what was typed; what may be done is decided in domain."""
