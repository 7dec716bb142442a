"""Pages that join what several features say, for players, admins and superadmins."""
