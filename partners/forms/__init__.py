"""Forms of partners. They check what was typed; rules are the work of the domain."""
