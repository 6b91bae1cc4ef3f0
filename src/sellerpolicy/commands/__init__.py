"""The commands: each module names its arguments in ``add``, and answers them with text and an exit status."""
