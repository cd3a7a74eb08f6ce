"""The made-up office: people, histories and accounts to try the program with.

`tables` writes the office's tables as `docs` describes them for the import; `fill` brings them in through the
import itself, so that the demo goes through the same door as real data. Nobody in it exists.
"""
