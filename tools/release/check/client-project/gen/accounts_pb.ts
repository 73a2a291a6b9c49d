import { create, type Message, toBinary } from "@bufbuild/protobuf";
import {
  fileDesc,
  type GenMessage,
  type GenService,
  messageDesc,
  serviceDesc,
} from "@bufbuild/protobuf/codegenv2";
import { base64Encode } from "@bufbuild/protobuf/wire";
import {
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";

/** The same as protoc-gen-es writes for a service of one method, whose file is described here. */
const file = fileDesc(
  base64Encode(
    toBinary(
      FileDescriptorProtoSchema,
      create(FileDescriptorProtoSchema, {
        name: "accounts.proto",
        package: "bank.v1",
        syntax: "proto3",
        messageType: [
          {
            name: "Account",
            field: [
              { name: "id", number: 1, type: Type.STRING, label: Label.OPTIONAL, jsonName: "id" },
            ],
          },
        ],
        service: [
          {
            name: "Accounts",
            method: [
              {
                name: "GetAccount",
                inputType: ".bank.v1.Account",
                outputType: ".bank.v1.Account",
              },
            ],
          },
        ],
      }),
    ),
  ),
);

export type Account = Message<"bank.v1.Account"> & { id: string };
export const AccountSchema: GenMessage<Account> = messageDesc(file, 0);

export const Accounts: GenService<{
  getAccount: {
    methodKind: "unary";
    input: typeof AccountSchema;
    output: typeof AccountSchema;
  };
}> = serviceDesc(file, 0);
