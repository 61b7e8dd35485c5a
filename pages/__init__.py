"""The pages: title, inputs, one service call, render."""
