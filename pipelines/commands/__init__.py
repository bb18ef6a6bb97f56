"""What the sub-commands of `taizhang` do; each module is imported when its command runs."""
