package dev.mekiki.license.dossier;

import dev.mekiki.domain.Dossier;
import dev.mekiki.license.architecture.ContextLength;
import dev.mekiki.license.architecture.Shape;
import dev.mekiki.license.files.ParameterCount;
import dev.mekiki.license.lineage.Families.Detected;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a model's files say; what they do not say is absent.
 *
 * @param model as the user named it
 * @param architecture {@code model_type}, or {@code general.architecture}
 * @param shape absent where memory can't be computed
 * @param diffusion whether it is a diffusion language model
 * @param scripts tokens of the vocabulary by script, the most first; empty where the vocabulary is not read
 * @param looksLike the family whose architecture or tokenizer it has
 * @param generation settings that {@code generation_config.json} recommends, as {@code key=value}
 */
public record ModelFacts(String model, Weighing weights, Optional<String> architecture, Optional<Shape> shape,
        boolean diffusion, ParameterCount parameters, List<Claim> claims, ContextLength context, OptionalInt vocabulary,
        List<String> languages, Modalities modalities, List<Declared> licenses, List<Base> lineage, Training training,
        List<String> generation, Optional<ChatTemplate> chatTemplate, boolean remoteCode,
        List<Dossier.Script> scripts, Optional<Detected> looksLike, List<String> warnings) {
    /**
     * The weight files.
     *
     * @param names sorted
     * @param dtypes of the tensors, the one with the most numbers first
     * @param quantization how weights are quantised, in words
     * @param bitsPerWeight bytes × 8 / parameters, scales included
     * @param relaidBytes of matrices that llama.cpp may lay out anew on a processor, beside the file
     */
    public record Weighing(String format, List<String> names, long bytes, List<String> dtypes,
            Optional<String> quantization, OptionalDouble bitsPerWeight, long relaidBytes) {
        public Weighing {
            names = List.copyOf(names);
            dtypes = List.copyOf(dtypes);
        }
    }

    /**
     * A number of parameters that somebody states.
     *
     * @param says the words
     * @param agrees whether the count from the tensors bears it out; absent where nothing could be counted
     */
    public record Claim(String source, String says, long parameters, Optional<Boolean> agrees) {}

    /** @param declared by the card's task; {@code found} in configuration and files */
    public record Modalities(List<String> declared, List<String> found) {
        public Modalities {
            declared = List.copyOf(declared);
            found = List.copyOf(found);
        }
    }

    public record Declared(String source, String id) {}

    /** @param relation adapter, finetune, merge or quantized; inferred as the hub does where it is not declared */
    public record Base(String base, String relation, boolean inferred, String source) {}

    /**
     * @param declared data sets that the card's front matter names
     * @param statements what the card's text says of training data
     */
    public record Training(List<String> declared, List<Statement> statements, Transparency transparency) {
        public Training {
            declared = List.copyOf(declared);
            statements = List.copyOf(statements);
        }
    }

    /** @param source file and line */
    public record Statement(String source, String text) {}

    /** @param source tokenizer_config.json, chat_template.jinja or a GGUF key */
    public record ChatTemplate(String source, String sha256) {}

    public ModelFacts {
        claims = List.copyOf(claims);
        languages = List.copyOf(languages);
        licenses = List.copyOf(licenses);
        lineage = List.copyOf(lineage);
        generation = List.copyOf(generation);
        scripts = List.copyOf(scripts);
        warnings = List.copyOf(warnings);
    }

    /** Parameters where they were counted. */
    public OptionalLong counted() {
        return parameters.total();
    }
}
