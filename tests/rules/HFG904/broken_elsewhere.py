# expect-none
def broken(:
    pass
