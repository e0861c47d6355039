# expect-none
from modelscope import snapshot_download

path = snapshot_download("acme/encoder")
