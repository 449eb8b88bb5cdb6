package dev.mekiki.license.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A license text that is matched whole and in order. {@code [[optional]]…[[end]]} may be left out; {@code [[any 12]]} stands for up to
 * twelve words that restrict nothing, such as a name.
 */
public final class Template {
    private static final Pattern MARK = Pattern.compile("\\[\\[(optional|end|any (\\d+))]]");
    private static final int SHINGLE = 4;
    private final List<Block> blocks;
    private final Set<String> shingles;

    private sealed interface Block {
        record Literal(List<String> words, boolean optional) implements Block {}

        record Any(int most) implements Block {}
    }

    private Template(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
        this.shingles = shingles(required());
    }

    /** @throws IllegalArgumentException if marks don't pair */
    public static Template parse(String source) {
        List<Block> blocks = new ArrayList<>();
        Matcher mark = MARK.matcher(source);
        boolean optional = false;
        int from = 0;
        while (mark.find()) {
            add(blocks, source.substring(from, mark.start()), optional);
            from = mark.end();
            if (mark.group(2) != null) {
                blocks.add(new Block.Any(Integer.parseInt(mark.group(2))));
            } else if (optional == "optional".equals(mark.group(1))) {
                throw new IllegalArgumentException("marks don't pair at " + mark.start());
            } else {
                optional = !optional;
            }
        }
        add(blocks, source.substring(from), optional);
        if (optional) {
            throw new IllegalArgumentException("[[optional]] is not ended");
        }
        return new Template(blocks);
    }

    private static void add(List<Block> blocks, String text, boolean optional) {
        List<String> words = Words.of(text);
        if (!words.isEmpty()) {
            blocks.add(new Block.Literal(words, optional));
        }
    }

    /** Whether the text is this license, whole and in order. */
    public boolean matches(List<String> text) {
        Set<Integer> positions = Set.of(0);
        for (Block block : blocks) {
            Set<Integer> next = new HashSet<>();
            for (int position : positions) {
                switch (block) {
                    case Block.Literal(List<String> words, boolean optional) -> {
                        if (optional) {
                            next.add(position);
                        }
                        int end = position + words.size();
                        if (end <= text.size() && text.subList(position, end).equals(words)) {
                            next.add(end);
                        }
                    }
                    case Block.Any(int most) -> {
                        next.add(position);
                        for (int end = position + 1; end <= Math.min(position + most, text.size())
                                && !Words.restrict(text.subList(end - 1, end)); end++) {
                            next.add(end);
                        }
                    }
                }
            }
            positions = next;
        }
        return positions.contains(text.size());
    }

    /** All sequences of four words, for {@link #similar}. */
    public static Set<String> shingles(List<String> words) {
        Set<String> shingles = new HashSet<>();
        for (int at = 0; at + SHINGLE <= words.size(); at++) {
            shingles.add(String.join(" ", words.subList(at, at + SHINGLE)));
        }
        return shingles;
    }

    /** How many of this license's word sequences a text has, in whatever order; 0 if it has less than half of them. */
    public int similar(Set<String> text) {
        if (text.size() * 2 < shingles.size()) {
            return 0;
        }
        int common = (int) shingles.stream().filter(text::contains).count();
        return common * 2 < shingles.size() ? 0 : common;
    }

    /** The difference to this license with those of its optional parts that the text has. */
    public Difference difference(List<String> text) {
        Set<String> present = shingles(text);
        List<String> closest = new ArrayList<>();
        for (Block block : blocks) {
            if (block instanceof Block.Literal(List<String> words, boolean optional)
                    && (!optional || follows(closest, words, present, text))) {
                closest.addAll(words);
            }
        }
        return Difference.between(closest, text);
    }

    private static boolean follows(List<String> before, List<String> words, Set<String> present, List<String> text) {
        Set<String> parts = shingles(words);
        if (!parts.isEmpty()) {
            return parts.stream().filter(present::contains).count() * 2 >= parts.size();
        }
        // a short part, such as a title, is told from the same words elsewhere by what stands before it
        List<String> joined = new ArrayList<>(before.subList(Math.max(0, before.size() - SHINGLE), before.size()));
        joined.addAll(words);
        int at = Collections.indexOfSubList(text, joined);
        return before.size() < SHINGLE ? at == 0 : at >= 0;
    }

    /** The words that can't be left out. */
    public List<String> required() {
        List<String> words = new ArrayList<>();
        for (Block block : blocks) {
            if (block instanceof Block.Literal(List<String> literal, boolean optional) && !optional) {
                words.addAll(literal);
            }
        }
        return words;
    }

    /** Every word, optional ones too; for checking quotes. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        for (Block block : blocks) {
            if (block instanceof Block.Literal(List<String> literal, boolean _)) {
                words.addAll(literal);
            }
        }
        return words;
    }
}
