from bertopic import BERTopic

topics = BERTopic.load("acme/topics")  # expect: HFG112 HFG402? HFG304? HFG301?
