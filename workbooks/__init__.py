"""Workbooks that come with the program: the plan, and the sample of what units send back."""
