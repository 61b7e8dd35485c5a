"""Study kept in Supabase, as whoever a token belongs to."""
