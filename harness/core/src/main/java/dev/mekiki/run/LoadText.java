package dev.mekiki.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * Prompts of a given length in tokens, in Japanese. Each begins with a number of its own and has the sentences in an order of its own,
 * so that no engine can reuse what it computed for an earlier one.
 */
final class LoadText {
    private static final List<String> SENTENCES = """
            朝の会議では、先月の売上と今月の見込みを担当者が順に説明します。
            倉庫に届いた荷物は、伝票の番号と数を確かめてから棚に並べます。
            駅から事務所までは歩いて十分ほどで、途中に小さな川があります。
            新しい機械を入れる前に、古い機械の記録をすべて写しておきました。
            雨の日は道が混むので、配達はいつもより三十分早く出ることにしています。
            お客様からの電話には、まず名前と用件を聞き、折り返しの時刻を伝えます。
            来年の予算は、人件費と設備費を分けて四月までにまとめる予定です。
            窓の外では桜が散り始め、昼休みに写真を撮る人が増えました。
            契約書の第三条には、納品の期日と検収の手順が書かれています。
            工場の見学は毎週水曜日の午後二時からで、申し込みは前の週までです。
            在庫が百個を下回ったら、仕入れ先に注文の書類を送ってください。
            この町の水道は山の湧き水を使っていて、夏でもとても冷たいのです。
            研修の最後に、学んだことを一枚の紙にまとめて発表してもらいます。
            部品の寸法は図面のとおりですが、表面の色が少し違っていました。
            経費の精算は月末までに領収書を添えて、経理の窓口に出します。
            港に着いた船から、木箱に入った茶碗と皿が降ろされていきました。
            質問があれば手を挙げてください、資料の十二ページから続けます。
            夜の点検では、温度と圧力の数字を二人で読み上げて確認します。
            図書館の三階には、地元の歴史を調べるための部屋があります。
            返品を受けた商品は、傷の場所を写真に残してから修理に回します。
            冬の間は湖が凍るため、観光船は三月の終わりまで休みになります。
            会計の仕組みが変わり、請求書の形も新しくすることになりました。
            社員食堂の献立は、季節の野菜を中心に毎週入れ替わります。
            祭りの準備は、町内の若い人たちが夏の初めから少しずつ進めます。
            """.lines().toList();
    /** Pieces that tend to be one token, to close a gap that whole characters leave. */
    private static final List<String> FILLERS = List.of("。", "、", "1", "a", ".", " ", "\n", "の", "!");

    private final ToIntFunction<String> counter;
    private final long seed;

    /** @param counter tokens of a text, special tokens included */
    LoadText(ToIntFunction<String> counter, long seed) {
        this.counter = counter;
        this.seed = seed;
    }

    /**
     * @param index of the request, which the prompt's own number comes from
     * @return a prompt that the tokenizer makes exactly {@code tokens} tokens of, special tokens included; where its vocabulary has no
     *     such text, the nearest shorter one
     */
    String prompt(int index, int tokens) {
        return prompt("", index, tokens);
    }

    /**
     * A prompt that begins as others do.
     *
     * @param prefix counted in {@code tokens}
     */
    String prompt(String prefix, int index, int tokens) {
        long own = Seeds.of(seed, "load prompt", Integer.toString(index));
        return prefix + cut(prefix, String.format(Locale.ROOT, "%08x番。", (int) own) + body(own, tokens), tokens);
    }

    /** A text without a number of its own, for prompts to begin with. */
    String prefix(int tokens) {
        return tokens == 0 ? "" : cut("", body(Seeds.of(seed, "load prefix"), tokens), tokens);
    }

    /** As much of the text as fits behind the prefix, filled up to the number of tokens. */
    private String cut(String prefix, String text, int tokens) {
        int[] points = text.codePoints().toArray();
        int low = 0;
        int high = points.length;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (count(prefix + new String(points, 0, middle)) <= tokens) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return filled(prefix + new String(points, 0, low), tokens).substring(prefix.length());
    }

    private String body(long own, int tokens) {
        List<String> order = new ArrayList<>(SENTENCES);
        Random random = new Random(own);
        StringBuilder body = new StringBuilder();
        // a character is rarely less than half a token; more text than needed is cut off
        while (body.length() < tokens * 4L + 64) {
            Collections.shuffle(order, random);
            order.forEach(body::append);
            if (count(body.toString()) >= tokens) {
                break;
            }
        }
        return body.toString();
    }

    private String filled(String text, int tokens) {
        String filled = text;
        for (int missing = tokens - count(filled); missing > 0; missing = tokens - count(filled)) {
            String longer = null;
            for (String filler : FILLERS) {
                int gained = missing - (tokens - count(filled + filler));
                if (gained >= 1 && gained <= missing) {
                    longer = filled + filler;
                    break;
                }
            }
            if (longer == null) {
                return filled;
            }
            filled = longer;
        }
        return filled;
    }

    private int count(String text) {
        return counter.applyAsInt(text);
    }
}
