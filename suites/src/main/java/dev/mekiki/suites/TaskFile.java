package dev.mekiki.suites;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.Choosing;
import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.Shots;
import dev.mekiki.suites.yaml.Located;
import java.util.List;
import java.util.Optional;

/**
 * A task as its file has it: templates not yet rendered, data not yet read.
 *
 * @param choices one template that makes a list, or one template for each; empty if there are none
 * @param target likewise
 */
record TaskFile(Located name, Located data, Located prompt, Optional<Located> id, Optional<Located> system,
        Optional<Located> cluster, List<Located> labels, Optional<ListTemplate> choices, Optional<ListTemplate> target,
        AnswerMode answer, ChatMode chat, String delimiter, GenerationSettings generation, List<ExtractStep> extract,
        List<String> metrics, double floor, Optional<ShotsFile> shots, Optional<InstructionsFile> instructions,
        ScoringFile scoring, ChoosingFile choosing, Optional<JudgeFile> judge,
        Optional<FormatFile> format) {

    /** @param whole whether there is a single template, which may make a list by itself */
    record ListTemplate(List<Located> templates, boolean whole) {
        ListTemplate {
            templates = List.copyOf(templates);
        }
    }

    /**
     * What answers have to keep to.
     *
     * @param ids template that makes a list
     * @param arguments template that makes a list of objects, one for each id
     */
    record InstructionsFile(Located ids, Optional<Located> arguments) {}

    /** @param schema file of a JSON Schema */
    record ScoringFile(Optional<Located> schema, double tolerance, boolean unextractableIsWrong) {}

    /** @param file of a JSON Schema or a grammar */
    record FormatFile(AnswerFormat.Kind kind, Located file) {}

    /** @param ways in order */
    record ChoosingFile(List<ChoiceWay> ways, Choosing.Letters letters) {
        ChoosingFile {
            ways = List.copyOf(ways);
        }
    }

    record ShotsFile(Located data, int count, Shots.Pick pick) {}
}
