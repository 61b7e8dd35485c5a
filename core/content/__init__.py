"""What is studied: files, outlines, texts and the bundled courses."""
