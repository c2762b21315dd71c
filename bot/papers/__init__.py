"""What leaves the house: tables, pictures, calendars."""
