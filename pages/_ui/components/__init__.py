"""Parts of pages: each draws one thing and returns a value where it has one."""
