"""ExamMentor's core: the study journey, its state, its agents and where they are kept. No Streamlit in here."""
