"""Pages to print: plain HTML beside the app, without script."""
