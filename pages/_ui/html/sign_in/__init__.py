"""The way in: plain pages before Streamlit, which need no script, and the gate that nobody passes without them."""
