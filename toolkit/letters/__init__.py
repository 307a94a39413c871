"""The letters that go out: what they say, out of a period and the plan. How mail travels is `toolkit.mail`'s matter."""
