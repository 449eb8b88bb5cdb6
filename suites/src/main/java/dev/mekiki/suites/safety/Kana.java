package dev.mekiki.suites.safety;

/** The two kana scripts; the long vowel mark counts as katakana. */
final class Kana {
    private static final int APART = 'ア' - 'あ';

    private Kana() {}

    static boolean isHiragana(int point) {
        return point >= 'ぁ' && point <= 'ゖ';
    }

    static boolean isKatakana(int point) {
        return (point >= 'ァ' && point <= 'ヶ') || point == 'ー';
    }

    static int hiragana(int point) {
        return point >= 'ァ' && point <= 'ヶ' ? point - APART : point;
    }

    static int katakana(int point) {
        return isHiragana(point) ? point + APART : point;
    }
}
