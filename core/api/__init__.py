"""What every part of the API shares: shapes of answers, inputs, lists, versions, problems, the published schema."""
