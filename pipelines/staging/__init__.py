"""What workers write before anything is published."""
