import os

import joblib
from huggingface_hub import snapshot_download

folder = snapshot_download("acme/m", revision="5b2c6a1f0d9e8c7b6a594837261504f3e2d1c0b9")
model = joblib.load(os.path.join(folder, "model.joblib"))  # expect: HFG305
