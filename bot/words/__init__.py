"""Every sentence that anyone reads, in Korean and English."""
