package dev.mekiki.engines.llamacpp.lib;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tensors are stored as, of which the library's functions say nothing and its log does. */
final class WeightTypes {
    private static final Pattern LINE = Pattern
            .compile("^llama_model_loader: - type\\s+([a-zA-Z0-9_]{1,20}):\\s+\\d{1,9} tensors$");

    private WeightTypes() {}

    /** In ggml's names: {@code f32}, {@code q4_0}. */
    static SortedSet<String> of(List<String> log) {
        SortedSet<String> types = new TreeSet<>();
        for (String line : log) {
            Matcher type = LINE.matcher(line);
            if (type.find()) {
                types.add(type.group(1));
            }
        }
        return types;
    }
}
