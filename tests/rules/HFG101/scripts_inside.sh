bash -c "cd /srv && hf download acme/inner"  # expect: HFG101 "acme/inner"
python3 - <<'PY'
from huggingface_hub import snapshot_download
snapshot_download("acme/python")  # expect: HFG101 "acme/python"
PY
NAME=acme/given
python -c "from huggingface_hub import snapshot_download; snapshot_download('$NAME')"  # expect: HFG101 "acme/given"
