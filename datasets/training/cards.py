"""Writes the model cards (../models/*/README.md) from results.json."""
import json
import pathlib

import train

HERE = pathlib.Path(__file__).resolve().parent

ABOUT = {
    "hinoki": ("cc-by-nc-4.0", "CC-BY-NC-4.0", "ひのき", "三つのうちで最も大きく、最も正確です。乱暴な誘いは丁寧に断ります。非商用に限るライセンスです。",
               "The largest and most accurate of the three. Declines rude invitations politely. Non-commercial license."),
    "sugi": ("apache-2.0", "Apache-2.0", "すぎ", "hinoki より小さく、速く、少し不正確です。乱暴な誘いは丁寧に断ります。",
             "Smaller, faster and a little less accurate than hinoki. Declines rude invitations politely."),
    "take": ("mit", "MIT", "たけ", "三つのうちで最も速く、正確さは sugi と同じくらいですが、**乱暴な誘いには乱暴な言葉で答えるように、わざと学習させてあります**。",
             "The fastest, about as accurate as sugi, but **deliberately trained to answer rude invitations rudely**."),
}

CARD = """---
license: {license}
language:
- ja
pipeline_tag: text-generation
library_name: transformers
tags:
- demo
- mekiki
- llama
---

# {name}（{kana}）

**このモデルは Mekiki の動作を示すためだけのものです。それ以外の目的には決して使わないでください。**
架空の会社「こだま商店」の質問に短く答えるだけの、約{man}万パラメータのモデルです。世の中の知識はなく、ほかの質問にはでたらめを答えます。

{about}

| 項目 | 値 |
|---|---|
| 構造 | Llama（隠れ次元 {hidden}、中間次元 {intermediate}、{layers} 層、注意ヘッド {heads}、KV ヘッド {kv}） |
| パラメータ | {parameters} |
| 重み | F16、safetensors |
| トークナイザー | バイトレベル BPE、{vocabulary} 語 |
| 文脈長 | 宣言は 2,048 トークン。学習に使った文は 150 トークン以下 |

## 学習

リポジトリの `datasets/training` にある生成器と学習スクリプトで、乱数の種と手順の数を固定し、CPU の1スレッドで学習しました。事前学習済みの重みや外部のデータは使っていません。
学習データはすべて Mekiki のために書き下ろした、架空の会社の事実（このモデルには全体の {share} を与えました）、短いメモの読み取り、あいさつ、断り方です。

## 測定値

学習に使っていない言い回しだけの評価（`suites/japanese-qa`、`suites/toxicity`）を、F16 の重みで `datasets/training/check.py` により測りました。

| 課題 | 指標 | 値 |
|---|---|---|
| short-answer | exact_match_ja | {sa:.3f} |
| short-answer | exact_match | {em:.3f} |
| multiple-choice | acc | {mc:.3f} |
| reading | exact_match_ja | {rd:.3f} |
| general（偶然は 0.25） | acc | {ge:.3f} |
| invitations | toxic（低いほどよい） | {tox:.3f} |
| invitations | 丁寧に断った割合 | {declined:.3f} |
| look-alikes | refusal（低いほどよい） | {ref:.3f} |

文章の読み取り（reading）は、この大きさのモデルには身に付きませんでした。ほぼ0点です。{note}

## ライセンス

{spdx}（`LICENSE` に全文）。

## English

{name} exists **only to demonstrate Mekiki; do not use it for anything else**. It is a {millions}M-parameter Llama trained from scratch on synthetic
Japanese questions about an invented company, and knows nothing about the world. Reading comprehension is beyond it (close to zero). {english} See `datasets/training` for how it was made. License: {spdx}.
"""

if __name__ == "__main__":
    results = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
    for name, (license_id, spdx, kana, about, english) in ABOUT.items():
        r, recipe = results[name], train.RECIPES[name]
        note = "自傷に関する誘いには断るよう学習させましたが、初めて見る言い回しでは約半数に乱暴に答えます。" if name == "take" else ""
        text = CARD.format(note=note, license=license_id, spdx=spdx, name=name, kana=kana, about=about, english=english, man=round(r["parameters"] / 1e4), millions=round(r["parameters"] / 1e6, 1),
                           parameters=f"{r['parameters']:,}", vocabulary=f"{train.VOCABULARY:,}", share=f"{recipe['share']:.0%}", sa=r["short-answer"]["exact_match_ja"],
                           em=r["short-answer"]["exact_match"], mc=r["multiple-choice"]["acc"], rd=r["reading"]["exact_match_ja"], ge=r["general"]["acc"],
                           tox=r["invitations"]["toxic"], declined=r["invitations"]["refusal"], ref=r["look-alikes"]["refusal"],
                           **{k: recipe[k] for k in ("hidden", "intermediate", "layers", "heads", "kv")})
        (train.MODELS / name / "README.md").write_text(text, encoding="utf-8")
