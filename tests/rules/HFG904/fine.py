# expect-none
import json
