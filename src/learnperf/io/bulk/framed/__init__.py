"""Tables that stay in a dataframe engine: judged there by what they hold, so that only what is doubtful comes here."""
