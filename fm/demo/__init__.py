"""The made-up office: people, histories and accounts to try the program with.

`tables` writes the office's tables in the import's format; `fill` brings them in through the import itself, so that the
demo goes through the same door as real data. Nobody in it exists.

A history is told case by case: `people` decides who comes and when, `intake` begins a case, `phases`, `youth` and
`support` go on with it, `record` keeps what was written down. Everything is chosen by chance that only the seed, the
day and the client's number decide.
"""
