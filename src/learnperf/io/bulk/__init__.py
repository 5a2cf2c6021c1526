"""Tables of any size: judged by the rules that rows of files are judged by, and turned into facts column by column."""
