package dev.mekiki.suites;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.suites.yaml.Located;
import java.util.Map;
import java.util.Optional;

/**
 * How a model judges the answers, as the task's file has it.
 *
 * @param prompt template of what the judge is asked; over the row, {@code prompt}, {@code target} and {@code response}
 * @param settings of the metric, which reads the score out of the judge's words
 */
record JudgeFile(Located prompt, Optional<Located> system, GenerationSettings generation, Map<String, Object> settings,
        Optional<LabelledFile> labelled) {
    /**
     * Texts that people have judged.
     *
     * @param response template of the text
     * @param value template of what people gave it
     */
    record LabelledFile(Located data, Located response, Located value) {}
}
